import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineCheck } from '@/lib/core/runbooks/action-definition'
import { cloudflareConnector } from '@/lib/server/connectors/cloudflare.connector'
import { visitSite } from '@/lib/server/connectors/visit-site'

const settings = z.strictObject({
  connector: slugSchema.default('cloudflare'),
  path: z.string().startsWith('/').default('/'),
  /** Requests that are sent at most, one after the other: a little more than the limit. */
  requests: z.int().min(2).max(200),
  /** Paths that must still be served afterwards, to the same address. */
  served: z.array(z.string().startsWith('/')).max(10).default([]),
})
type EdgeLimitedSettings = z.infer<typeof settings>

/** Sends a bounded number of requests and looks for the refusal: the limit itself, not the rule that says it. */
export const edgeLimitedCheck = defineCheck<EdgeLimitedSettings>({
  kind: 'edge-limited',
  title: 'The edge refuses who asks too often',
  settings,
  async check({ connector, path, requests, served }, context) {
    const { site } = await context.connector(connector, cloudflareConnector.settings)
    let sent = 0
    let retryAfter: string | undefined
    while (sent < requests && retryAfter === undefined && !context.signal.aborted) {
      const answer = await visitSite(site, { path, method: 'HEAD' }, context)
      sent += 1
      if (answer.status === 429) retryAfter = String(answer.headers['retry-after'] ?? 'not told')
    }
    const isLimited = retryAfter !== undefined
    const limited = {
      key: 'limited',
      title: `more than the limit at ${path} is refused`,
      outcome: isLimited ? ('passed' as const) : ('failed' as const),
      reason: isLimited ? `request ${sent} was answered 429` : `${sent} requests were all let through`,
      evidence: [
        { label: 'Requests sent', value: String(sent) },
        { label: 'Retry-After', value: retryAfter ?? 'none' },
      ],
    }
    const others = []
    for (const other of served) {
      const { status, isChallenged } = await visitSite(site, { path: other }, context)
      const isServed = status !== 429 && !isChallenged
      others.push({
        key: `served-${other.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`,
        title: `${other} is still served`,
        outcome: isServed ? ('passed' as const) : ('failed' as const),
        reason: isChallenged ? 'answered with a challenge' : `answered ${status}`,
        evidence: [],
      })
    }
    return [limited, ...others]
  },
})
