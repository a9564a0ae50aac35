// node main.mjs [robot_ffi.wasm]
import { readFile } from "node:fs/promises";
import { load } from "./robot.mjs";

const steer = await load(await readFile(process.argv[2] ?? "robot_ffi.wasm"));
const [left, right] = steer(0.0, 0.1, 0.9);
console.log(`the line is to the right: left wheel ${left.toFixed(6)}, right wheel ${right.toFixed(6)}`);
process.exitCode = left > right ? 0 : 1;
