import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'statuspage',
  node: 'stripe',
  settings: { scheme: 'http', host: '127.10.9.12', port: labPort(8080) },
  healthy: { status: 'healthy', reason: 'its status page says: All Systems Operational' },
  killed: { status: 'unknown', reason: 'not known: its status page refused the connection' },
  hung: { status: 'unknown', reason: 'not known: no answer from its status page in 2 s' },
})
