'use client'

import { type FormEvent, useState } from 'react'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { listAudit } from '@/lib/core/api/audit'
import {
  changeUserEndpoint,
  listUsersEndpoint,
  resetPasswordEndpoint,
  type UserWire,
} from '@/lib/core/api/users'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Dialog } from '../ui/dialog'
import { SelectField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { RoleOptions, readRole } from './role-options'
import { SecretOnce } from './secret-once'

export type PersonAction = 'role' | 'password' | 'disable' | 'restore'

interface PersonDialogProps {
  readonly user: UserWire
  readonly action: PersonAction
  onClose(): void
}

/** One change of one person, asked for before it is made. */
export function PersonDialog({ user, action, onClose }: PersonDialogProps) {
  switch (action) {
    case 'role':
      return <RoleDialog user={user} onClose={onClose} />
    case 'password':
      return <PasswordDialog user={user} onClose={onClose} />
    case 'disable':
    case 'restore':
      return <AccessDialog user={user} isEnding={action === 'disable'} onClose={onClose} />
  }
}

type OfPerson = Omit<PersonDialogProps, 'action'>

function RoleDialog({ user, onClose }: OfPerson) {
  const change = useApiMutation(changeUserEndpoint, [listUsersEndpoint, listAudit])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const role = readRole(new FormData(event.currentTarget).get('role'))
    change.mutate({ params: { id: user.id }, body: { role } }, { onSuccess: onClose })
  }
  return (
    <Dialog title={`Role of ${user.name}`} isOpen onClose={onClose}>
      <Form onSubmit={submit}>
        <p>Their sessions end; they sign in again with the new role.</p>
        <SelectField label="Role" name="role" defaultValue={user.role}>
          <RoleOptions upTo="admin" />
        </SelectField>
        <FormProblem error={change.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={change.isPending}>
            Change role
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function PasswordDialog({ user, onClose }: OfPerson) {
  const reset = useApiMutation(resetPasswordEndpoint, [listUsersEndpoint, listAudit])
  const [password, setPassword] = useState<string | null>(null)
  if (password !== null) {
    return (
      <Dialog title={`New first password of ${user.name}`} isOpen onClose={onClose}>
        <SecretOnce what="To be changed at the next sign-in." secret={password} onDone={onClose} />
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      title={`Reset the password of ${user.name}?`}
      verb="Reset password"
      isOpen
      isBusy={reset.isPending}
      error={reset.error}
      onClose={onClose}
      onConfirm={() =>
        reset.mutate({ params: { id: user.id } }, { onSuccess: (answer) => setPassword(answer.password) })
      }
    >
      <p>The old one stops working, and their sessions end. You get a first password to hand over.</p>
    </ConfirmDialog>
  )
}

function AccessDialog({ user, isEnding, onClose }: OfPerson & { readonly isEnding: boolean }) {
  const change = useApiMutation(changeUserEndpoint, [listUsersEndpoint, listAudit])
  return (
    <ConfirmDialog
      title={isEnding ? `End the access of ${user.name}?` : `Restore the access of ${user.name}?`}
      verb={isEnding ? 'End access' : 'Restore access'}
      isOpen
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() =>
        change.mutate({ params: { id: user.id }, body: { disabled: isEnding } }, { onSuccess: onClose })
      }
    >
      <p>
        {isEnding
          ? 'Their sessions and tokens stop working at once. What they did stays in the audit log.'
          : 'They can sign in again with the password that they had.'}
      </p>
    </ConfirmDialog>
  )
}
