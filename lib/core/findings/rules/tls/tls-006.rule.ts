import {
  chainOf,
  chainStatement,
  commonNameIn,
  endpointKey,
  endpointName,
  endpointStatement,
  endpoints,
  leaves,
} from '@/lib/core/findings/certificate-words'
import { daysSince } from '@/lib/core/findings/days'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, nodeSubjects, stated } from '@/lib/core/findings/statements'
import {
  type DistrustedRoot,
  distrustedRoots,
  plainFingerprint,
} from '@/lib/core/findings/tables/certificate-limits'

export const tls006 = defineRule({
  id: 'TLS-006',
  title: 'A chain ends in a root that browsers no longer trust',
  severity: 'critical',
  reference: 'notices of the root programs',
  reads: ['inventory.tls', 'fact.tls-endpoint', 'clock'],
  evaluate: (input) => {
    const declared = leaves(input).flatMap((certificate) => {
      const root = chainOf(input, certificate).find((each) => each.role === 'root')
      const match = root && rootNamed(root.subject)
      if (root === undefined || match === undefined || daysSince(input, match.from) < 0) return []
      const statements = [
        chainStatement(input, certificate),
        stated('certificate', root, 'fingerprint256', root.fingerprint256),
        known(match.source, match.title, `distrusted from ${match.from}`),
      ]
      const subjects = [`certificate:${root.slug}`, ...nodeSubjects(certificate.presentedBy)]
      if (root.fingerprint256 === undefined) {
        return [
          asks({
            key: root.slug,
            title: `Which generation of ${root.subject} signs ${certificate.subject} is not stated: one of them is distrusted since ${match.from}`,
            fact: `the fingerprint of ${root.subject}`,
            inventoryPath: `tls.certificates.${root.slug}.fingerprint256`,
            subjects,
            statements,
          }),
        ]
      }
      if (!match.fingerprints.includes(plainFingerprint(root.fingerprint256))) return []
      return [
        {
          key: root.slug,
          title: `${certificate.subject} ends in ${match.title}, which browsers distrust since ${match.from}`,
          subjects,
          statements,
          fixes: fixes('Order it from a root that is trusted'),
          rootCause: 'certificate-issuer',
        },
      ]
    })
    const served = endpoints(input).flatMap((endpoint) => {
      const last = endpoint.body.chain.at(-1)
      const match =
        last &&
        distrustedRoots.find(
          (root) =>
            root.fingerprints.includes(plainFingerprint(last.fingerprint256)) ||
            rootNamed(commonNameIn(last.issuer)) === root,
        )
      if (last === undefined || match === undefined || daysSince(input, match.from) < 0) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `The chain at ${endpointName(endpoint)} ends in ${match.title}, which browsers distrust since ${match.from}`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'last certificate', `${last.subject} issued by ${last.issuer}`),
            known(match.source, match.title, `distrusted from ${match.from}`),
          ],
          fixes: fixes('Replace it by a certificate of a trusted root'),
          rootCause: 'certificate-issuer',
        },
      ]
    })
    return [...declared, ...served]
  },
})

function rootNamed(subject: string): DistrustedRoot | undefined {
  return distrustedRoots.find(
    (root) => root.names.test(subject.trim()) && !root.otherGenerations.test(subject),
  )
}
