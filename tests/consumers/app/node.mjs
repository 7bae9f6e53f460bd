// The same in Node: both entries, by their conditions.
import { connect } from 'bx24-callbind';
import { callBind } from 'bx24-callbind/mirror';

const event = 'ONCRMLEADADD';
const handler = 'https://app.example/lead';
const portal = await connect({ webhook: process.argv[2] });
const { bound } = await portal.bind({ event, handler });
console.log(`${bound} ${(await callBind(event, handler)).error().code}`);
