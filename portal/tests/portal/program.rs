//! The portal as a program of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bx24-portal"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn output(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// A portal as a program of its own, ended by the test.
pub struct Program(pub Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program and its first line.
pub fn start(arguments: &[&str]) -> (Program, BufReader<ChildStdout>, String) {
    let free = ["--port", "0", "--app-port", "0"];
    spawn(command(&[&free, arguments].concat()))
}

/// The same of this command.
pub fn spawn(mut command: Command) -> (Program, BufReader<ChildStdout>, String) {
    let mut program = Program(command.spawn().unwrap());
    let mut out = BufReader::new(program.0.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    (program, out, line)
}
