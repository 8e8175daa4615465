import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Measured {
  readonly sizeBytes: number
  readonly sha256: string
}

/** Size and SHA-256 of what a stream holds, written to a file as it passes when one is named. */
export async function measureObject(source: Readable, path?: string): Promise<Measured> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    },
  })
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(source, meter, path === undefined ? nowhere : createWriteStream(path, { mode: 0o600 }))
  return { sizeBytes, sha256: hash.digest('hex') }
}
