/** A worker that knows the kinds of the tests too. */
import { addTestKinds } from '@/lib/server/runbooks/kinds'
import { testKinds } from './runbook-kinds'

addTestKinds(testKinds)
await import('@/worker/main')
