import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { tls001 } from './tls-001.rule'
import { tls002 } from './tls-002.rule'
import { tls003 } from './tls-003.rule'
import { tls004 } from './tls-004.rule'
import { tls005 } from './tls-005.rule'
import { tls006 } from './tls-006.rule'
import { tls007 } from './tls-007.rule'
import { tls008 } from './tls-008.rule'
import { tls009 } from './tls-009.rule'
import { tls010 } from './tls-010.rule'
import { tls011 } from './tls-011.rule'
import { tls012 } from './tls-012.rule'
import { tls013 } from './tls-013.rule'
import { tls014 } from './tls-014.rule'
import { tls015 } from './tls-015.rule'
import { tls016 } from './tls-016.rule'
import { tls017 } from './tls-017.rule'
import { tls018 } from './tls-018.rule'
import { tls019 } from './tls-019.rule'
import { tls020 } from './tls-020.rule'
import { tls021 } from './tls-021.rule'
import { tls022 } from './tls-022.rule'
import { tls023 } from './tls-023.rule'
import { tls024 } from './tls-024.rule'
import { tls025 } from './tls-025.rule'
import { tls026 } from './tls-026.rule'

export const tlsRules: readonly RuleDefinition[] = [
  tls001,
  tls002,
  tls003,
  tls004,
  tls005,
  tls006,
  tls007,
  tls008,
  tls009,
  tls010,
  tls011,
  tls012,
  tls013,
  tls014,
  tls015,
  tls016,
  tls017,
  tls018,
  tls019,
  tls020,
  tls021,
  tls022,
  tls023,
  tls024,
  tls025,
  tls026,
]
