// Runs the module that it is handed: node run.mjs constnet_wasm.wasm
import { readFileSync, writeSync } from "node:fs";

const print = (text, length) => writeSync(1, new Uint8Array(exports.memory.buffer, text, length));
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const { exports } = new WebAssembly.Instance(module, { node: { print } });
exports.run();
