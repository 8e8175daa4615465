import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'smtp',
  node: 'smtp',
  settings: { host: '127.10.9.13', port: labPort(25) },
  healthy: { status: 'healthy', reason: /^greets in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})
