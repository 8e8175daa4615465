'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usePerson } from '@/lib/client/person'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listUsersEndpoint, type UserWire } from '@/lib/core/api/users'
import { Button } from '../ui/button'
import { Moment } from '../ui/moment'
import { Section } from '../ui/page'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { Table } from '../ui/table'
import styles from './access.module.css'
import { AddPersonDialog } from './add-person-dialog'
import { type PersonAction, PersonDialog } from './person-dialog'

/** Everybody who may sign in, and who no longer may. */
export function PeopleSection() {
  const users = useQuery(apiQuery(listUsersEndpoint, {}))
  const [isAdding, setAdding] = useState(false)
  return (
    <Section title="People">
      {users.data ? (
        <>
          <PeopleTable users={users.data.users} />
          <Button className={styles.add ?? ''} onClick={() => setAdding(true)}>
            Add a person…
          </Button>
        </>
      ) : users.error ? (
        <FailureMessage what="The people" error={users.error} onRetry={() => void users.refetch()} />
      ) : (
        <Skeleton label="the people" rows={4} />
      )}
      <AddPersonDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </Section>
  )
}

function PeopleTable({ users }: { readonly users: readonly UserWire[] }) {
  const me = usePerson()
  const [asked, setAsked] = useState<{ readonly user: UserWire; readonly action: PersonAction } | null>(null)
  return (
    <>
      <Table
        label="People"
        columns={['Name', 'E-mail', 'Role', 'State', 'Added', { label: 'Actions', isHidden: true }]}
      >
        {users.map((user) => (
          <tr key={user.id} className={user.disabledAt ? styles.ended : undefined}>
            <th scope="row">{user.name}</th>
            <td>{user.email}</td>
            <td>{user.role}</td>
            <td>{stateWords(user)}</td>
            <td className={styles.instant}>
              <Moment at={user.createdAt} />
            </td>
            <td className={styles.last}>
              {user.email === me.email ? (
                'you'
              ) : (
                <PersonButtons user={user} onAsk={(action) => setAsked({ user, action })} />
              )}
            </td>
          </tr>
        ))}
      </Table>
      {asked ? <PersonDialog user={asked.user} action={asked.action} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

function stateWords(user: UserWire): string {
  if (user.disabledAt) return 'may not sign in'
  return user.mustChangePassword ? 'has a first password' : 'may sign in'
}

function PersonButtons({ user, onAsk }: { readonly user: UserWire; onAsk(action: PersonAction): void }) {
  const of = (verb: string) => ({ 'aria-label': `${verb} ${user.name}` })
  return (
    <div className={styles.actions}>
      <Button tone="plain" onClick={() => onAsk('role')} {...of('Change the role of')}>
        Role…
      </Button>
      <Button tone="plain" onClick={() => onAsk('password')} {...of('Reset the password of')}>
        Password…
      </Button>
      {user.disabledAt ? (
        <Button tone="plain" onClick={() => onAsk('restore')} {...of('Restore the access of')}>
          Restore…
        </Button>
      ) : (
        <Button tone="plain" onClick={() => onAsk('disable')} {...of('End the access of')}>
          End access…
        </Button>
      )}
    </div>
  )
}
