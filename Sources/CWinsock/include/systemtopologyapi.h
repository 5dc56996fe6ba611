// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The processors of the machine.
#ifndef WS2_SYSTEMTOPOLOGYAPI_H
#define WS2_SYSTEMTOPOLOGYAPI_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
WORD GetActiveProcessorGroupCount(void);
WORD GetMaximumProcessorGroupCount(void);
DWORD GetActiveProcessorCount(WORD GroupNumber);
DWORD GetMaximumProcessorCount(WORD GroupNumber);
BOOL GetNumaHighestNodeNumber(PULONG HighestNodeNumber);
BOOL GetNumaProcessorNode(UCHAR Processor, PUCHAR NodeNumber);
BOOL GetNumaNodeProcessorMask(UCHAR Node, PULONGLONG ProcessorMask);
BOOL GetNumaNodeProcessorMaskEx(USHORT Node, PGROUP_AFFINITY ProcessorMask);
BOOL GetLogicalProcessorInformation(PSYSTEM_LOGICAL_PROCESSOR_INFORMATION Buffer, PDWORD ReturnedLength);
BOOL GetLogicalProcessorInformationEx(LOGICAL_PROCESSOR_RELATIONSHIP RelationshipType, PSYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX Buffer, PDWORD ReturnedLength);
#ifdef __cplusplus
}
#endif

#endif
