import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'tcp',
  node: 'mailhog',
  settings: { host: '127.10.4.30', port: labPort(8025) },
  healthy: { status: 'healthy', reason: /^answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  // The system itself still takes connections for a process that stands still: a port that answers is no more.
  hung: { status: 'healthy', reason: /^answers in / },
  holds: true,
})
