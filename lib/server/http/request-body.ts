import type { Endpoint } from '@/lib/core/api/endpoint'
import { fileBody, noBody } from '@/lib/core/api/endpoint'
import { AppError } from '@/lib/core/errors/app-error'
import { HttpProblem } from './problem-response'

export const MAX_BODY_BYTES = 1_048_576

/** A request's body, read no further than the limit. Throws `too-large`. */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  if (request.body === null) return Buffer.alloc(0)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Forms cannot send application/json, so insisting on it keeps them out as well. */
export function parseBody(endpoint: Endpoint, contentType: string | null, body: Buffer): unknown {
  if (endpoint.body === noBody) return undefined
  const mediaType = (contentType ?? '').split(';')[0]?.trim().toLowerCase()
  if (endpoint.body === fileBody) return parseFile(mediaType, body)
  if (mediaType !== 'application/json') {
    throw new HttpProblem('unsupported-media-type', 'Send the body as application/json.')
  }
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new AppError('bad-input', 'The body is not valid JSON.', { cause })
  }
}

/** A form of parts wraps the file. What forms can send otherwise is kept out by the check of the origin. */
function parseFile(mediaType: string | undefined, body: Buffer): Buffer {
  if (mediaType !== 'multipart/form-data') return body
  throw new HttpProblem(
    'unsupported-media-type',
    'Send the file itself as the body: curl --data-binary @FILE',
  )
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too-large', `The body may have ${maxBytes.toLocaleString('en')} bytes at most.`)
}
