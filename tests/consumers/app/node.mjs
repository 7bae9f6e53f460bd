// Without a page: the client by webhook, and the mirror, which has no portal around it.
import { connect } from 'bx24-callbind';
import { callBind } from 'bx24-callbind/mirror';

async function main(webhook) {
  const event = 'ONCRMLEADADD';
  const handler = 'https://app.example/lead';
  const portal = await connect({ webhook });
  const { bound } = await portal.bind({ event, handler });
  console.log(`${bound} ${(await callBind(event, handler)).error().code}`);
}

main(process.argv[2]);
