import { hopIssuers, hopStatement, issuerOf, leaves } from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, nodeSubjects, stated } from '@/lib/core/findings/statements'
import { announcedLifetime } from '@/lib/core/findings/tables/certificate-limits'

export const tls025 = defineRule({
  id: 'TLS-025',
  title: 'Renewal comes too late for what the authority has announced',
  severity: 'medium',
  reference: "Let's Encrypt 2025-12-02",
  reads: ['inventory.tls', 'clock'],
  evaluate: (input) => {
    const { hops } = input.inventory.tls
    return leaves(input).flatMap((certificate) => {
      const hop = hops.find(
        (each) => hopIssuers(each).length === 1 && announcedLifetime(hopIssuers(each)[0] ?? '') !== undefined,
      )
      const organization = [issuerOf(input, certificate), hop ? hopIssuers(hop)[0] : undefined].find(
        (each) => each !== undefined && announcedLifetime(each) !== undefined,
      )
      const announced = announcedLifetime(organization ?? '')
      if (organization === undefined || announced === undefined) return []
      const renews = certificate.acme?.renewsAfterDays
      const subjects = [`certificate:${certificate.slug}`, ...nodeSubjects(certificate.presentedBy)]
      if (renews === undefined) {
        return [
          asks({
            key: certificate.slug,
            title: `When ${certificate.subject} is renewed is not stated; from ${announced.from} it lives ${announced.days} days`,
            fact: `the age at which ${certificate.subject} is renewed`,
            inventoryPath: `tls.certificates.${certificate.slug}.acme.renewsAfterDays`,
            subjects,
            statements: hop ? [hopStatement(hop)] : [],
          }),
        ]
      }
      if (renews <= (announced.days * 2) / 3) return []
      return [
        {
          key: certificate.slug,
          title: `${certificate.subject} is renewed after ${renews} days; from ${announced.from} it lives ${announced.days}`,
          subjects,
          statements: [
            stated('certificate', certificate, 'acme.renewsAfterDays', `${renews} days`),
            known(`${organization}, 2025-12-02`, `from ${announced.from}`, `${announced.days} days`),
          ],
          fixes: fixes(`Renew after ${Math.floor((announced.days * 2) / 3)} days, or by ARI`),
        },
      ]
    })
  },
})
