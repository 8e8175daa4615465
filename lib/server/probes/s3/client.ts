import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { checkServerIdentity } from 'node:tls'
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { z } from 'zod'
import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { DEADLINE, errorCode, type FailureStage, type ProbeFailure } from '../failure'
import { hostSchema, portSchema, schemeSchema, trustFields } from '../settings'
import { loadTrust } from '../wire/trust'

export const s3AccessFields = {
  host: hostSchema,
  port: portSchema,
  scheme: schemeSchema.default('https'),
  bucket: z.string().min(3).max(63),
  region: z.string().min(1).default('us-east-1'),
  accessKey: secretReferenceSchema.meta({ description: 'Reference to the access key.' }),
  secretKey: secretReferenceSchema.meta({ description: 'Reference to the secret key.' }),
  pathStyle: z
    .boolean()
    .default(true)
    .meta({ description: 'Bucket in the path, as most S3 servers but AWS want it.' }),
  ...trustFields,
} as const

const s3AccessSchema = z.object(s3AccessFields)
export type S3Access = z.infer<typeof s3AccessSchema>

/** A client to keep, for making one is dear; its connections are not kept, so each probe proves a new one. */
export async function openS3(access: S3Access, context: ProbeContext): Promise<HeldConnection<S3Client>> {
  const [accessKeyId, secretAccessKey] = await Promise.all([
    context.secret(access.accessKey),
    context.secret(access.secretKey),
  ])
  const agent = access.scheme === 'https' ? { httpsAgent: await httpsAgent(access, context) } : {}
  const client = new S3Client({
    endpoint: `${access.scheme}://${access.host}:${access.port}`,
    region: access.region,
    forcePathStyle: access.pathStyle,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestHandler: {
      httpAgent: new HttpAgent({ keepAlive: false }),
      requestTimeout: context.timeoutMs,
      connectionTimeout: context.timeoutMs,
      ...agent,
    },
  })
  return { value: client, close: () => client.destroy(), onBreak: () => undefined }
}

async function httpsAgent(access: S3Access, context: ProbeContext): Promise<HttpsAgent> {
  const { secureContext, checkedName, servername } = await loadTrust(access, context)
  return new HttpsAgent({
    keepAlive: false,
    secureContext,
    checkServerIdentity: (_name, certificate) => checkServerIdentity(checkedName, certificate),
    ...(servername === undefined ? {} : { servername }),
  })
}

const NOT_LET_IN = 'the probe may not look into the bucket'

const accountFaults: Readonly<Record<string, string>> = {
  AccessDenied: NOT_LET_IN,
  InvalidAccessKeyId: 'the probe may not sign in: its access key is not known',
  SignatureDoesNotMatch: 'the probe may not sign in: its secret key is wrong',
  RequestTimeTooSkewed: 'the clocks of this machine and of the server differ',
}

/** The SDK takes any page for an empty list; a list of S3 names its bucket. Throws what `describeS3Error` describes. */
export function requireList(reply: { readonly Name?: string | undefined }, bucket: string): void {
  if (reply.Name !== bucket) throw new Error('this is no list of the bucket')
}

/** The stage, code and words of what the SDK threw. */
export function describeS3Error(error: unknown): { stage: FailureStage; code: string; detail?: string } {
  if (error instanceof S3ServiceException) {
    const words = accountFaults[error.name]
    if (words !== undefined) return { stage: 'sign-in', code: error.name, detail: words }
    if (error.name === 'NoSuchBucket') {
      return { stage: 'answer', code: error.name, detail: 'has no such bucket' }
    }
    const status = error.$metadata.httpStatusCode
    if (status === 403) return { stage: 'sign-in', code: 'AccessDenied', detail: NOT_LET_IN }
    return { stage: 'answer', code: error.name, detail: `answers ${status ?? 'an error'} (${error.name})` }
  }
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return { stage: 'answer', code: DEADLINE }
  }
  const code = errorCode(error)
  if (code !== 'EUNKNOWN') return { stage: 'connect', code }
  return { stage: 'answer', code, detail: 'does not answer as an S3 server does' }
}

export function isS3AccountFault({ code }: ProbeFailure): boolean {
  return code in accountFaults
}
