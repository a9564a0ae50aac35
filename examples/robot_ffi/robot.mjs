// The network as a function of three numbers, from the bytes of robot_ffi.wasm.
export async function load(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes);
  const { memory, robot_steer } = instance.exports;
  // A page of the module's memory that is ours: the module itself allocates nothing.
  const page = memory.grow(1) * 65536;
  const sensors = new Float32Array(memory.buffer, page, 3);
  const speeds = new Float32Array(memory.buffer, page + 12, 2);
  return (left, middle, right) => {
    sensors.set([left, middle, right]);
    robot_steer(sensors.byteOffset, speeds.byteOffset);
    return [...speeds];
  };
}
