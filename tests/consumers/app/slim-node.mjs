// The same with the slim entries.
import { connect, load } from 'bx24-callbind/slim';
import { callBind, load as loadMirror } from 'bx24-callbind/mirror/slim';

async function main(webhook) {
  const event = 'ONCRMLEADADD';
  const handler = 'https://app.example/lead';
  await Promise.all([load(), loadMirror()]);
  const portal = await connect({ webhook });
  const { bound } = await portal.bind({ event, handler });
  console.log(`${bound} ${(await callBind(event, handler)).error().code}`);
}

main(process.argv[2]);
