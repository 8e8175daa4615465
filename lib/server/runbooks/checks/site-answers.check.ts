import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineCheck } from '@/lib/core/runbooks/action-definition'
import { cloudflareConnector } from '@/lib/server/connectors/cloudflare.connector'
import { visitSite } from '@/lib/server/connectors/visit-site'

const settings = z.strictObject({
  connector: slugSchema.default('cloudflare'),
  path: z.string().startsWith('/').default('/'),
  expectStatus: z.array(z.int().min(100).max(599)).min(1).default([200]),
  /** Whether the edge must challenge, must not, or may do as it likes. */
  challenge: z.enum(['must', 'must-not', 'may']).default('must-not'),
})
type SiteAnswersSettings = z.infer<typeof settings>

/** What a visitor without cookies gets through the edge. */
export const siteAnswersCheck = defineCheck<SiteAnswersSettings>({
  kind: 'site-answers',
  title: 'The site answers through the edge',
  settings,
  async check({ connector, path, expectStatus, challenge }, context) {
    const { site } = await context.connector(connector, cloudflareConnector.settings)
    const { status, headers, isChallenged } = await visitSite(site, { path }, context)
    const isRight = isChallenged
      ? challenge !== 'must-not'
      : challenge !== 'must' && expectStatus.includes(status)
    return [
      {
        key: 'answers',
        title: `a visitor of ${path} gets ${challenge === 'must' ? 'a challenge' : 'an answer'}`,
        outcome: isRight ? 'passed' : 'failed',
        reason: isChallenged ? 'answered with a challenge' : `answered ${status}`,
        evidence: [
          { label: `GET ${path}`, value: String(status) },
          { label: 'Served by', value: String(headers['x-served-by'] ?? headers.server ?? 'not told') },
        ],
      },
    ]
  },
})
