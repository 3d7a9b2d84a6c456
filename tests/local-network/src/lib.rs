//! A whole PrompTale network on one machine: a node, validators, honest generators and hostile ones, each a process
//! of its own, as a person would run them on machines of their own. Behind `scripts/run` and the end-to-end tests.
//!
//! * [`network`]: starts and stops it, restarts parts of it;
//! * [`attack`]: what hostile generators do; [`lie`]: what lying validators say;
//! * [`generators`]: what is seen of devices; [`money`]: where $TALE came from and went;
//! * [`run`]: follows its rounds, claims, reports, checks;
//! * [`story`]: content, its shares and its money, from the first picture to the last dividend;
//! * [`report`]: the page that a run leaves behind.

pub mod attack;
pub mod binaries;
pub mod chain;
pub mod check;
pub mod data;
pub mod gallery;
pub mod generators;
pub mod lie;
pub mod money;
pub mod network;
pub mod node;
pub mod options;
pub mod output;
pub mod ports;
pub mod process;
pub mod progress;
pub mod report;
pub mod run;
pub mod story;
pub mod summary;
pub mod worker;
