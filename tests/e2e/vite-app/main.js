import { connect } from 'bx24-callbind';

const state = document.getElementById('state');

connect()
  .then((portal) => portal.bind({ event: 'ONCRMLEADADD', handler: 'https://shop.example/hook' }))
  .then(
    () => (state.textContent = 'bound'),
    (error) => (state.textContent = String(error)),
  );
