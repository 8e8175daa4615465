import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

const hash = z.string().meta({ description: 'SHA-256, base64' })

const signedSchema = z.object({
  size: z.int(),
  at: instantSchema,
  rootHash: hash,
  note: z.string().meta({ description: 'C2SP tlog-checkpoint with its signature' }),
  verifierKey: z.string().meta({ description: 'name+id+key of the signer' }),
})

const auditCheckpointWireSchema = signedSchema.extend({
  entries: z.int().meta({ description: 'Entries there are now; those past `size` are not signed yet.' }),
})
export type AuditCheckpointWire = z.infer<typeof auditCheckpointWireSchema>

const auditProofWireSchema = z.object({
  entry: z.object({
    seq: z.int(),
    at: instantSchema,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string().nullable(),
  }),
  leafHash: hash,
  index: z.int(),
  proof: z.array(hash),
  checkpoint: signedSchema,
})
export type AuditProofWire = z.infer<typeof auditProofWireSchema>

const auditConsistencyWireSchema = z.object({
  from: z.int(),
  fromRootHash: hash,
  proof: z.array(hash),
  checkpoint: signedSchema,
})
export type AuditConsistencyWire = z.infer<typeof auditConsistencyWireSchema>

export const readAuditCheckpoint = defineEndpoint({
  id: 'readAuditCheckpoint',
  method: 'GET',
  path: '/api/v1/audit/checkpoint',
  summary: 'The newest signed checkpoint of the audit log; keep it elsewhere',
  role: 'auditor',
  response: auditCheckpointWireSchema,
})

export const readAuditProof = defineEndpoint({
  id: 'readAuditProof',
  method: 'GET',
  path: '/api/v1/audit/proof',
  summary: 'That an entry stands in the tree of the newest checkpoint (RFC 6962)',
  role: 'auditor',
  query: z.strictObject({ seq: z.coerce.number().int().min(1) }),
  response: auditProofWireSchema,
})

export const readAuditConsistency = defineEndpoint({
  id: 'readAuditConsistency',
  method: 'GET',
  path: '/api/v1/audit/consistency',
  summary: 'That the tree of a checkpoint held elsewhere is the beginning of the newest one',
  role: 'auditor',
  query: z.strictObject({ from: z.coerce.number().int().min(1) }),
  response: auditConsistencyWireSchema,
})

export const exportAuditEndpoint = defineEndpoint({
  id: 'exportAudit',
  method: 'GET',
  path: '/api/v1/audit/export',
  summary: 'Every entry and checkpoint, a JSON object a line, for the offline verifier',
  role: 'auditor',
  contentType: 'application/x-ndjson',
  response: z.string(),
})
