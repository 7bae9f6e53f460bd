//! The portal over the network: one portal for each test, on free ports.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise ends"
)]

mod app;
mod applications;
mod atomic;
mod auth;
mod batch;
mod bind;
mod body;
mod command;
mod config_file;
mod conformance;
mod control;
mod crm;
mod data;
mod data_file;
mod delivery;
mod documented;
mod fault;
mod frame;
mod get;
mod guard;
mod install;
mod installer;
mod journal;
mod killed;
mod lifecycle;
mod limits;
mod listener;
mod oauth;
mod offline;
mod outbox;
mod placements;
mod probe;
mod program;
mod remote;
mod renamed;
mod running;
mod samples;
mod shutdown;
mod sizes;
mod slow;
mod stubs;
mod tls;
mod unbind;
mod users;
mod verify;
mod verify_command;
mod ways;
