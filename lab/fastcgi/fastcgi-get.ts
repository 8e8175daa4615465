import { connect } from 'node:net'

const BEGIN_REQUEST = 1
const END_REQUEST = 3
const PARAMS = 4
const STDIN = 5
const STDOUT = 6
const RESPONDER = [0, 1, 0, 0, 0, 0, 0, 0]

/** One GET spoken in FastCGI; resolves with headers and body as they come. Source: the FastCGI specification 1.0. */
export function fastcgiGet(host: string, port: number, path: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal })
    const chunks: Buffer[] = []
    socket.once('connect', () => socket.write(request(path)))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection ended before the answer')))
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const output = completeOutput(Buffer.concat(chunks))
      if (output === undefined) return
      resolve(output)
      socket.destroy()
    })
  })
}

function request(path: string): Buffer {
  const params = { REQUEST_METHOD: 'GET', SCRIPT_NAME: path, SCRIPT_FILENAME: path, REQUEST_URI: path }
  const pairs = Object.entries(params).map(([name, value]) =>
    Buffer.concat([Buffer.from([name.length, value.length]), Buffer.from(name + value)]),
  )
  return Buffer.concat([
    record(BEGIN_REQUEST, Buffer.from(RESPONDER)),
    record(PARAMS, Buffer.concat(pairs)),
    record(PARAMS, Buffer.alloc(0)),
    record(STDIN, Buffer.alloc(0)),
  ])
}

function record(type: number, content: Buffer): Buffer {
  const header = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 0xff, 0, 0])
  return Buffer.concat([header, content])
}

/** Undefined until the end record has come. */
function completeOutput(bytes: Buffer): string | undefined {
  let output = ''
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 4)
    const type = bytes[at + 1]
    if (type === END_REQUEST) return output
    if (type === STDOUT) output += bytes.toString('utf8', at + 8, at + 8 + length)
    at += 8 + length + (bytes[at + 6] ?? 0)
  }
  return undefined
}
