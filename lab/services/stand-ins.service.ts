import type { LabService } from '@/lab/service'
import { standInService } from '@/lab/stand-ins/stand-in-service'

/** What lies outside the estate, and the sinks where its alerts and mails end up. */
export const standInServices: readonly LabService[] = [
  standInService({
    node: 'retell-ai',
    address: '127.10.9.10',
    httpPort: 8080,
    answers: ['external-service'],
    sendsWebhooks: true,
  }),
  standInService({ node: 'cal-com', address: '127.10.9.11', httpPort: 8080, answers: ['external-service'] }),
  standInService({
    node: 'stripe',
    address: '127.10.9.12',
    httpPort: 8080,
    answers: ['external-service'],
    sendsWebhooks: true,
  }),
  standInService({ node: 'smtp', address: '127.10.9.13', smtpPort: 25, hasTls: true }),
  standInService({
    node: 'slack',
    address: '127.10.9.20',
    httpPort: 8080,
    answers: ['webhook-sink'],
    hasWebhooks: true,
  }),
  standInService({
    node: 'email',
    address: '127.10.9.21',
    httpPort: 8080,
    smtpPort: 25,
    answers: ['mail-status', 'mail-api'],
  }),
  standInService({
    node: 'mailhog',
    address: '127.10.4.30',
    httpPort: 8025,
    smtpPort: 1025,
    answers: ['mail-api', 'mail-status'],
  }),
]
