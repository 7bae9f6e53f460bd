// A worker of a page: it is told the webhook, since it has no portal around it.
import { callBind, connect } from 'bx24-callbind';

addEventListener('message', async ({ data: webhook }) => {
  const event = 'ONCRMLEADADD';
  const handler = 'https://app.example/lead';
  const portal = await connect({ webhook });
  const { bound } = await portal.bind({ event, handler });
  postMessage(`${bound} ${(await callBind(event, handler)).error().code}`);
});
