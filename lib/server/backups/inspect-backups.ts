import type { z } from 'zod'
import {
  type ArchivedChain,
  type BackupManifest,
  backupManifestSchema,
  binlogChainSchema,
  type Found,
} from '@/lib/core/backups/backup'
import { BINLOG_HEAD_BYTES, binlogStart } from '@/lib/core/backups/binlog-start'
import { seriesProblem } from '@/lib/core/backups/choose-backup'
import type { Bucket } from '@/lib/server/connectors/s3/bucket'
import { measureObject } from './measure-object'

const MANIFEST = '.manifest.json'
const CHAIN = '/chain.json'
/** Newer ones first; who needs an older backup than these has lost more than a datacentre. */
const MOST_MANIFESTS = 48

export interface Prefixes {
  readonly dumps: string
  readonly binlogs: string
}

type Sizes = ReadonlyMap<string, number>

/** What the bucket has, each judged by what its listing says: there, of the right size, of an unbroken series. */
export async function listBackups(bucket: Bucket, { dumps, binlogs }: Prefixes) {
  const [dumpObjects, binlogObjects] = [await bucket.list(dumps), await bucket.list(binlogs)]
  const sizes = new Map([...dumpObjects, ...binlogObjects].map(({ key, sizeBytes }) => [key, sizeBytes]))
  const manifests = [...sizes.keys()].filter((key) => key.startsWith(dumps) && key.endsWith(MANIFEST))
  const newest = manifests.sort().reverse().slice(0, MOST_MANIFESTS)
  const chains = [...sizes.keys()].filter((key) => key.startsWith(binlogs) && key.endsWith(CHAIN))
  return {
    backups: await Promise.all(newest.map((key) => readManifest(bucket, key, sizes))),
    chains: await Promise.all(chains.map((key) => readChain(bucket, key, sizes))),
    totalBytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
  }
}

async function readManifest(bucket: Bucket, key: string, sizes: Sizes): Promise<Found<BackupManifest>> {
  const parsed = await readJson(bucket, key, backupManifestSchema)
  if (!parsed) return { key, thing: null, problem: 'its manifest cannot be read' }
  return { key: parsed.key, thing: parsed, problem: sizeProblem(parsed, sizes) }
}

async function readChain(bucket: Bucket, key: string, sizes: Sizes): Promise<Found<ArchivedChain>> {
  const parsed = await readJson(bucket, key, binlogChainSchema)
  if (!parsed) return { key, thing: null, problem: 'the list of its files cannot be read' }
  const problems = parsed.files.flatMap((file) => {
    const problem = sizeProblem(file, sizes)
    return problem === null ? [] : [`${file.file}: ${problem}`]
  })
  const problem = problems[0] ?? seriesProblem(parsed)
  const startsAfter = problem === null ? await startOfChain(bucket, parsed.files[0]?.key) : null
  return { key, thing: { ...parsed, startsAfter }, problem }
}

async function startOfChain(bucket: Bucket, key: string | undefined): Promise<string | null> {
  return key === undefined ? null : binlogStart(await bucket.head(key, BINLOG_HEAD_BYTES))
}

interface Stored {
  readonly key: string
  readonly sizeBytes: number
}

function sizeProblem({ key, sizeBytes }: Stored, sizes: Sizes): string | null {
  const size = sizes.get(key)
  if (size === undefined) return 'it is not in the bucket'
  return size === sizeBytes ? null : `it has ${size} bytes, not the ${sizeBytes} of its manifest`
}

async function readJson<Schema extends z.ZodType>(
  bucket: Bucket,
  key: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const text = await bucket.findText(key)
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Reads the object itself, all of it, against its checksum; null when it is what its manifest says. */
export async function contentProblem(
  bucket: Bucket,
  { key, sizeBytes, sha256 }: Stored & { readonly sha256: string },
): Promise<string | null> {
  const measured = await measureObject(await bucket.stream(key))
  if (measured.sizeBytes !== sizeBytes) {
    return `it has ${measured.sizeBytes} bytes, not the ${sizeBytes} of its manifest`
  }
  return measured.sha256 === sha256
    ? null
    : 'its content is not what its manifest says: the checksum is another'
}
