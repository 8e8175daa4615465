import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { slugSchema } from '@/lib/core/inventory/slug'
import { fingerprintSchema, hostSchema, portSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

const settings = z.strictObject({
  user: z.string().min(1),
  privateKey: secretReferenceSchema.meta({
    description: 'Reference to the private key, without passphrase.',
  }),
  hosts: z
    .record(
      slugSchema,
      z.strictObject({ host: hostSchema, port: portSchema.default(22), fingerprint: fingerprintSchema }),
    )
    .meta({ description: 'The hosts, by the node that runs on them; each with its pinned host key.' }),
  commands: z
    .record(slugSchema, z.string().min(1))
    .meta({ description: 'What may be asked of a host, by name. `{word}` stands for a value.' }),
})
export type SshHosts = z.infer<typeof settings>

export const sshConnector = defineConnector({
  kind: 'ssh',
  title: 'Hosts that run allow-listed commands over SSH',
  settings,
})
