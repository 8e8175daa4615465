'use client'

import { type FormEvent, useState } from 'react'
import { usePerson } from '@/lib/client/person'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { listAudit } from '@/lib/core/api/audit'
import { createTokenEndpoint, listTokensEndpoint } from '@/lib/core/api/tokens'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField, TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { RoleOptions, readRole } from './role-options'
import { SecretOnce } from './secret-once'

/** Makes a token of one's own, and shows it once. */
export function AddTokenDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const person = usePerson()
  const create = useApiMutation(createTokenEndpoint, [listTokensEndpoint, listAudit])
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => {
    setSecret(null)
    create.reset()
    onClose()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const body = {
      name: String(form.get('name')),
      role: readRole(form.get('role')),
      expiresInDays: Number(form.get('days')),
    }
    create.mutate({ body }, { onSuccess: (answer) => setSecret(answer.secret) })
  }
  return (
    <Dialog title="Make an API token" isOpen={isOpen} onClose={close}>
      {secret === null ? (
        <Form onSubmit={submit}>
          <TextField label="Name" name="name" hint="What will use it." maxLength={100} required />
          <SelectField label="Role" name="role" defaultValue="auditor">
            <RoleOptions upTo={person.role} />
          </SelectField>
          <TextField
            label="Days until it expires"
            name="days"
            type="number"
            min={1}
            max={365}
            defaultValue={90}
            required
          />
          <FormProblem error={create.error} />
          <FormActions>
            <Button tone="ghost" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={create.isPending}>
              Make token
            </Button>
          </FormActions>
        </Form>
      ) : (
        <SecretOnce what="The token." secret={secret} onDone={close} />
      )}
    </Dialog>
  )
}
