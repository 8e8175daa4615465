import { expect, test } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
import { mariadbPrimaryDownCheck } from './mariadb-primary-down.check'

test('a server that nobody declares is never taken for a dead primary', async () => {
  const settings = mariadbPrimaryDownCheck.settings.parse({ server: 'mariadb-primery' })
  await expect(mariadbPrimaryDownCheck.check(settings, testActionContext())).rejects.toThrow(
    'the connector declares no server mariadb-primery',
  )
})
