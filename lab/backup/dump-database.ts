import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

const DUMP_WITHIN_MS = 60_000
const LAST_LINE = '-- Dump completed'

export interface DumpRequest {
  /** The mariadb-dump program. */
  readonly program: string
  /** Account and TLS, kept out of the command line. */
  readonly defaultsFile: string
  readonly host: string
  readonly port: number
  readonly database: string
  readonly outputPath: string
}

export interface Dump {
  readonly sha256: string
  readonly sizeBytes: number
  /** Where a server restored from it goes on replicating; undefined if the dump does not say. */
  readonly gtid: string | undefined
}

/**
 * A consistent dump, compressed, in a file. Every stage must succeed: the dump program's exit, its own last line
 * (a dump that was cut short ends without it), the compression and the write.
 */
export async function dumpDatabase(request: DumpRequest): Promise<Dump> {
  const child = spawn(request.program, dumpArguments(request), {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(DUMP_WITHIN_MS),
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-1_000)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const plain = watchText()
  const packed = watchBytes()
  const written = pipeline(
    child.stdout,
    plain.stream,
    createGzip(),
    packed.stream,
    createWriteStream(request.outputPath),
  )
  const [code] = await Promise.all([ended, written])
  if (code !== 0) throw new Error(`mariadb-dump ended with ${code}: ${errors.trim()}`)
  if (!plain.end().includes(LAST_LINE)) throw new Error('the dump was cut short')
  return { ...packed.result(), gtid: statedGtid(plain.start()) ?? statedGtid(plain.end()) }
}

/** Above the data or below it: a replica's dump states it last. */
function statedGtid(text: string): string | undefined {
  return /gtid_slave_pos='([^']+)'/i.exec(text)?.[1]
}

function dumpArguments({ defaultsFile, host, port, database }: DumpRequest): string[] {
  return [
    `--defaults-file=${defaultsFile}`,
    ...[`--host=${host}`, `--port=${port}`],
    ...['--single-transaction', '--master-data=2', '--gtid', '--routines', '--events', '--triggers'],
    ...['--databases', database],
  ]
}

/** Keeps the first and the last kilobytes of what passes. */
function watchText() {
  let start = ''
  let end = ''
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (start.length < 8_000) start += chunk.toString()
      end = (end + chunk.toString()).slice(-8_000)
      done(null, chunk)
    },
  })
  return { stream, start: () => start, end: () => end }
}

function watchBytes() {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ sha256: hash.digest('hex'), sizeBytes }) }
}
