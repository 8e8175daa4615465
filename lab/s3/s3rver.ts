import { createRequire } from 'node:module'

/** The package comes without types; this is the part of it that the lab uses. */
interface S3ServerOptions {
  readonly address: string
  readonly port: number
  readonly directory: string
  readonly silent: boolean
  readonly vhostBuckets: boolean
  readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[]
}

interface S3Server {
  run(): Promise<unknown>
}

interface Account {
  createKeyPair(accessKey: string, secretKey: string): void
  revokeAccessKey(accessKey: string): void
}

const load = createRequire(import.meta.url)

export function createS3Server(options: S3ServerOptions): S3Server {
  const Server = load('s3rver') as new (options: S3ServerOptions) => S3Server
  return new Server(options)
}

/** The server's own well-known key pair gives way to the lab's secret one. */
export function registerKeyPair(accessKey: string, secretKey: string): void {
  const { DUMMY_ACCOUNT: account } = load('s3rver/lib/models/account') as { readonly DUMMY_ACCOUNT: Account }
  account.createKeyPair(accessKey, secretKey)
  account.revokeAccessKey('S3RVER')
}
