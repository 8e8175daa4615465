import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { within } from '../deadline'
import type { S3Settings } from '../s3.connector'

const REACHED_WITHIN_MS = 2_000
const MOST_KEYS = 5_000

/** One bucket at the first of its servers that answers. */
export interface Bucket {
  /** `http://host:port/bucket`, for people. */
  readonly name: string
  list(prefix: string): Promise<readonly { readonly key: string; readonly sizeBytes: number }[]>
  /** Undefined when there is no such object. */
  findText(key: string): Promise<string | undefined>
  stream(key: string): Promise<Readable>
  /** The first bytes of an object, or all that it has. */
  head(key: string, bytes: number): Promise<Uint8Array>
  close(): void
}

/** Throws `unavailable` when none of the servers lets us into the bucket. */
export async function openBucket(
  settings: S3Settings,
  context: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<Bucket> {
  const failures: string[] = []
  for (const { scheme, host, port } of settings.endpoints) {
    const endpoint = `${scheme}://${host}:${port}`
    const client = await clientFor(settings, endpoint, context)
    try {
      const abortSignal = within(context.signal, REACHED_WITHIN_MS)
      await client.send(new HeadBucketCommand({ Bucket: settings.bucket }), { abortSignal })
      return bucketOf(client, settings, { name: `${endpoint}/${settings.bucket}`, signal: context.signal })
    } catch (error) {
      client.destroy()
      failures.push(`${endpoint}: ${wordsOf(error)}`)
    }
  }
  throw new AppError('unavailable', `no S3 server lets us into ${settings.bucket}: ${failures.join('; ')}`)
}

async function clientFor(settings: S3Settings, endpoint: string, context: Pick<ActionContext, 'secret'>) {
  const [accessKeyId, secretAccessKey] = await Promise.all([
    context.secret(settings.accessKey),
    context.secret(settings.secretKey),
  ])
  return new S3Client({
    endpoint,
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    requestHandler: { connectionTimeout: REACHED_WITHIN_MS, requestTimeout: settings.timeoutMs },
  })
}

function bucketOf(
  client: S3Client,
  { bucket, timeoutMs }: S3Settings,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Bucket {
  const answered = () => ({ abortSignal: within(signal, timeoutMs) })
  return {
    name,
    async list(prefix) {
      const found: { key: string; sizeBytes: number }[] = []
      let ContinuationToken: string | undefined
      do {
        const query = { Bucket: bucket, Prefix: prefix, ...(ContinuationToken ? { ContinuationToken } : {}) }
        const page = await client.send(new ListObjectsV2Command(query), answered()).catch(fail(name))
        for (const { Key = '', Size = 0 } of page.Contents ?? []) found.push({ key: Key, sizeBytes: Size })
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken !== undefined && found.length < MOST_KEYS)
      return found
    },
    async findText(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), answered())
        return await Body?.transformToString('utf8')
      } catch (error) {
        if (isMissing(error)) return undefined
        return fail(name)(error)
      }
    },
    async stream(key) {
      const { Body } = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal })
        .catch((error: unknown) => {
          if (isMissing(error)) throw new AppError('not-found', `${key} is not in the bucket`)
          return fail(name)(error)
        })
      if (!Body) throw new AppError('not-found', `${key} has no content`)
      return Body as Readable
    },
    async head(key, bytes) {
      const wanted = { Bucket: bucket, Key: key, Range: `bytes=0-${bytes - 1}` }
      const { Body } = await client.send(new GetObjectCommand(wanted), answered()).catch(fail(name))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    },
    close: () => client.destroy(),
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404
}

function fail(name: string) {
  return (error: unknown): never => {
    throw new AppError('unavailable', `${name}: ${wordsOf(error)}`, { cause: error })
  }
}

/** The name of what the SDK threw; its message may repeat what was signed. */
function wordsOf(error: unknown): string {
  if (error instanceof S3ServiceException)
    return `it answers ${error.$metadata.httpStatusCode} (${error.name})`
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return 'no answer in time'
  }
  const { code } = Object(error)
  return typeof code === 'string' ? code : 'it cannot be reached'
}
