import { request } from 'node:https'
import type { FactOf } from '@/lib/core/observed/fact'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { errorCode, failed, failureReason } from '../failure'
import type { Endpoint } from './offer'

export type Hsts = FactOf<'tls-endpoint'>['hsts']

interface ReadHsts {
  readonly hsts: Hsts
  /** Why nobody knows what it would have said. */
  readonly hstsFailure: string | null
}

/**
 * What the endpoint says of strict transport security; null when it answers and says nothing. The chain is not
 * judged here.
 */
export function readHsts(
  { host, port, trust }: Endpoint,
  path: string,
  { signal }: Pick<ProbeContext, 'signal'>,
): Promise<ReadHsts> {
  return new Promise((done) => {
    const options = {
      host,
      port,
      path,
      signal,
      agent: false as const,
      rejectUnauthorized: false,
      headers: { host: trust.checkedName, 'user-agent': 'switchyard' },
      ...(trust.servername === undefined ? {} : { servername: trust.servername }),
    }
    const asked = request(options, (response) => {
      response.destroy()
      const header = response.headers['strict-transport-security']
      done({ hsts: header === undefined ? null : parseHsts(header), hstsFailure: null })
    })
    asked.on('error', (error) => {
      done({ hsts: null, hstsFailure: failureReason(failed('request', errorCode(error), 0)) })
    })
    asked.end()
  })
}

/** RFC 6797, section 6.1; null for a header that a browser ignores. */
export function parseHsts(header: string): Hsts {
  const directives = header.split(';').map((part) => part.trim().toLowerCase())
  const maxAge = directives.flatMap((part) => /^max-age\s*=\s*"?(\d+)"?$/.exec(part)?.[1] ?? [])
  if (maxAge.length !== 1) return null
  return {
    maxAgeSeconds: Number(maxAge[0]),
    includesSubDomains: directives.includes('includesubdomains'),
    preload: directives.includes('preload'),
  }
}
