//! `event.bind`, contract §3.1.

mod accepted;
mod checks;

const HANDLER: &str = "https://www.my-domain.ru/handler/";
