import {
  chainStatement,
  hopIssuers,
  hopStatement,
  issuerOf,
  leaves,
} from '@/lib/core/findings/certificate-words'
import { linkNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects } from '@/lib/core/findings/statements'

export const tls019 = defineRule({
  id: 'TLS-019',
  title: 'Views tell different stories about who issues the certificate of one name',
  severity: 'medium',
  reference: 'one name, one story',
  reads: ['inventory.tls', 'inventory.links'],
  evaluate: (input) =>
    leaves(input).flatMap((certificate) => {
      const issuer = issuerOf(input, certificate)
      const presenters = new Set(certificate.presentedBy)
      const stories = input.inventory.tls.hops.flatMap((hop) => {
        const targets = hop.links
          .flatMap((id) => linkNamed(input, id)?.target ?? [])
          .filter((slug) => presenters.has(slug))
        const issuers = hopIssuers(hop)
        return targets.length === 0 ||
          issuers.length === 0 ||
          (issuer !== undefined && issuers.includes(issuer))
          ? []
          : [{ hop, targets }]
      })
      if (issuer === undefined || stories.length === 0) return []
      return [
        {
          key: certificate.slug,
          title: `${certificate.subject} comes from ${issuer} in one view, from ${stories.map(({ hop }) => hop.certificate).join(' and ')} in another`,
          subjects: [
            ...nodeSubjects([...new Set(stories.flatMap(({ targets }) => targets))]),
            `certificate:${certificate.slug}`,
          ],
          isContradiction: true,
          statements: [chainStatement(input, certificate), ...stories.map(({ hop }) => hopStatement(hop))],
          fixes: [
            fix(0, 'Correct the chain'),
            ...stories.map(({ hop }, index) => fix(index + 1, `Correct ${hop.title}`)),
          ],
          rootCause: 'certificate-issuer',
        },
      ]
    }),
})
