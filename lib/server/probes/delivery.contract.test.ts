import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'delivery',
  node: 'slack',
  settings: { scheme: 'http', host: '127.10.9.20', port: labPort(8080) },
  healthy: { status: 'healthy', reason: /^(last message delivered .* ago|answers, nothing delivered yet)$/ },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})
