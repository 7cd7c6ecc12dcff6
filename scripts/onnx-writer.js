/** Just enough of ONNX's protobuf (onnx.proto3, the numbers are its fields) to write a graph down. */
const INT64 = 7
const FLOAT = 1
const INT8 = 3

/** One field: its number, then a varint or bytes. */
const varint = value => {
  const bytes = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}
const int = (field, value) => Buffer.concat([varint(field << 3), varint(value)])
const bytes = (field, value) => {
  const content = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content])
}
const float = (field, value) => {
  const content = Buffer.alloc(4)
  content.writeFloatLE(value)
  return Buffer.concat([varint((field << 3) | 5), content])
}
const message = (field, ...parts) => bytes(field, Buffer.concat(parts))

/** A graph under way. Every method returns the name of what it made, to be the input of others. */
export class OnnxGraph {
  #nodes = []
  #initializers = []
  #ends = []
  #count = 0

  input(name, dims) {
    this.#ends.push(message(11, ...valueInfo(name, INT64, dims)))
    return name
  }

  output(name, dims) {
    this.#ends.push(message(12, ...valueInfo(name, FLOAT, dims)))
  }

  /** A constant of `dims`, from a typed array. */
  constant(values, dims = [values.length]) {
    const name = `constant_${this.#count++}`
    const type = { Float32Array: FLOAT, Int8Array: INT8, BigInt64Array: INT64 }[values.constructor.name]
    const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    this.#initializers.push(message(5, ...dims.map(dim => int(1, dim)), int(2, type), bytes(8, name), bytes(9, raw)))
    return name
  }

  /** A node with one output, or as many as `outputs` says. Numbers of `attributes` are integers unless in `floats`. */
  node(type, inputs, { outputs = 1, name, integers = {}, floats = {} } = {}) {
    const made = Array.from({ length: outputs }, (_, index) => (index === 0 && name) || `value_${this.#count++}`)
    this.#nodes.push(
      message(
        1,
        ...inputs.map(input => bytes(1, input)),
        ...made.map(output => bytes(2, output)),
        bytes(4, type),
        ...Object.entries(integers).map(([key, value]) => message(5, bytes(1, key), ...integer(value))),
        ...Object.entries(floats).map(([key, value]) => message(5, bytes(1, key), float(2, value), int(20, 1))),
      ),
    )
    return outputs === 1 ? made[0] : made
  }

  /** The file, of the given version of the operators. */
  toBytes(opset) {
    const graph = message(7, ...this.#nodes, bytes(2, 'graph'), ...this.#initializers, ...this.#ends)
    return Buffer.concat([int(1, 10), graph, message(8, bytes(1, ''), int(2, opset))])
  }
}

const integer = value =>
  Array.isArray(value) ? [...value.map(item => int(8, item)), int(20, 7)] : [int(3, value), int(20, 2)]

function valueInfo(name, type, dims) {
  const shape = dims.map(dim => message(1, typeof dim === 'number' ? int(1, dim) : bytes(2, dim)))
  return [bytes(1, name), message(2, message(1, int(1, type), message(2, ...shape)))]
}
