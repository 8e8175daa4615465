import { labPort } from '@/lib/testing/lab'
import { describeProbeContract } from '@/lib/testing/probe-contract'

describeProbeContract({
  kind: 'backup-job',
  node: 'backup-server',
  settings: { scheme: 'http', host: '127.10.4.40', port: labPort(9102) },
  healthy: { status: 'healthy', reason: /^last backup .* ago$/ },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})
