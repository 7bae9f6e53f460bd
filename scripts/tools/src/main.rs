//! wasm-bindgen, its test runner and wasm-pack in one program: the name it is called by decides.
//! One program, because their parts are compiled and linked once.

use std::{env, ffi::OsString, path::Path};

use anyhow::bail;
use clap::Parser;
use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

fn main() -> anyhow::Result<()> {
    env_logger::init();
    let arguments: Vec<OsString> = env::args_os().collect();
    let program = arguments.first().map(Path::new).and_then(Path::file_stem);
    match program.and_then(|name| name.to_str()).unwrap_or_default() {
        "wasm-bindgen" => wasm_bindgen::run_cli_with_args(arguments),
        "wasm-bindgen-test-runner" => wasm_bindgen_test_runner::run_cli_with_args(arguments),
        "wasm-pack" => run_wasm_pack(),
        name => bail!(
            "called as `{name}`: call it as wasm-bindgen, wasm-bindgen-test-runner or wasm-pack"
        ),
    }
}

fn run_wasm_pack() -> anyhow::Result<()> {
    let cli = wasm_pack::Cli::parse();
    wasm_pack::PBAR.set_log_level(cli.log_level);
    wasm_pack::PBAR.set_quiet(cli.quiet);
    wasm_pack::command::run_wasm_pack(cli.cmd)
}
