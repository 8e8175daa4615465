import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

/** One bucket on one server. */
export interface Store {
  readonly name: string
  readonly client: S3Client
  readonly bucket: string
}

export interface StoredObject {
  readonly key: string
  readonly body: Buffer | string
  readonly contentType?: string
  readonly sha256?: string
}

/**
 * Puts an object into every store, in their order: the estate's S3, and its copy in the other region. One that is
 * down does not keep the others from it; gives the stores that took it, and throws when none did.
 */
export async function putEverywhere(
  stores: readonly Store[],
  { key, body, contentType, sha256 }: StoredObject,
): Promise<readonly Store[]> {
  const failures: string[] = []
  const taken: Store[] = []
  for (const store of stores) {
    try {
      await store.client.send(
        new PutObjectCommand({
          Bucket: store.bucket,
          Key: key,
          Body: body,
          ...(contentType ? { ContentType: contentType } : {}),
          ...(sha256 ? { Metadata: { sha256 } } : {}),
        }),
      )
      taken.push(store)
    } catch (error) {
      failures.push(`${store.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (taken.length === 0) throw new Error(`nobody took ${key}: ${failures.join('; ')}`)
  for (const failure of failures) console.error(`${key} was not stored at ${failure}`)
  return taken
}
