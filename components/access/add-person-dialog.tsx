'use client'

import { type FormEvent, useState } from 'react'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { listAudit } from '@/lib/core/api/audit'
import { createUserEndpoint, listUsersEndpoint } from '@/lib/core/api/users'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField, TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { RoleOptions, readRole } from './role-options'
import { SecretOnce } from './secret-once'

/** Lets a person in, and shows the first password once. */
export function AddPersonDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const create = useApiMutation(createUserEndpoint, [listUsersEndpoint, listAudit])
  const [password, setPassword] = useState<string | null>(null)
  const close = () => {
    setPassword(null)
    create.reset()
    onClose()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const body = {
      name: String(form.get('name')),
      email: String(form.get('email')),
      role: readRole(form.get('role')),
    }
    create.mutate({ body }, { onSuccess: (answer) => setPassword(answer.password) })
  }
  return (
    <Dialog title="Add a person" isOpen={isOpen} onClose={close}>
      {password === null ? (
        <Form onSubmit={submit}>
          <TextField label="Name" name="name" maxLength={100} autoComplete="off" required />
          <TextField label="E-mail" name="email" type="email" maxLength={254} autoComplete="off" required />
          <SelectField label="Role" name="role" defaultValue="auditor">
            <RoleOptions upTo="admin" />
          </SelectField>
          <FormProblem error={create.error} />
          <FormActions>
            <Button tone="ghost" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={create.isPending}>
              Add
            </Button>
          </FormActions>
        </Form>
      ) : (
        <SecretOnce
          what="The first password, to be changed at the first sign-in."
          secret={password}
          onDone={close}
        />
      )}
    </Dialog>
  )
}
