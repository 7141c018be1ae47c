// The part of nanoFramework's native interface that firmware/nanoframework/Interop/native uses: names and forms of nf-interpreter's
// nanoCLR_Interop.h and nanoCLR_Runtime.h, bodies of this project's own, so that the glue can be compiled and run without the firmware's sources.
#ifndef NANOCLR_INTEROP_CONTRACT_H
#define NANOCLR_INTEROP_CONTRACT_H

#include <stddef.h>
#include <stdint.h>

typedef int32_t HRESULT;

#define S_OK ((HRESULT)0)
#define CLR_E_ARGUMENT_NULL ((HRESULT)0x83000000)
#define CLR_E_INVALID_PARAMETER ((HRESULT)0xFD000000)
#define CLR_E_BUFFER_TOO_SMALL ((HRESULT)0x88000000)

#define NANOCLR_HEADER() HRESULT hr
#define NANOCLR_SET_AND_LEAVE(expr) { hr = (expr); goto nanoCLR_Cleanup; }
#define NANOCLR_NOCLEANUP() hr = S_OK; nanoCLR_Cleanup: return hr
#define FAULT_ON_NULL_ARG(ptr) if (!(ptr)) NANOCLR_SET_AND_LEAVE(CLR_E_ARGUMENT_NULL)
#define NANOCLR_NATIVE_DECLARE(mtd) static HRESULT mtd(CLR_RT_StackFrame &stack)

struct CLR_RT_HeapBlock_Array
{
    uint32_t m_numOfElements;
    uint8_t *elements;

    uint8_t *GetFirstElement() { return elements; }
};

struct CLR_RT_HeapBlock
{
    CLR_RT_HeapBlock_Array *array;

    CLR_RT_HeapBlock_Array *DereferenceArray() const { return array; }
};

struct CLR_RT_StackFrame
{
    CLR_RT_HeapBlock arguments[8];
    int32_t result;

    CLR_RT_HeapBlock &Arg1() { return arguments[1]; }
    CLR_RT_HeapBlock &Arg2() { return arguments[2]; }
    CLR_RT_HeapBlock &Arg3() { return arguments[3]; }
    CLR_RT_HeapBlock &Arg4() { return arguments[4]; }
    CLR_RT_HeapBlock &Arg5() { return arguments[5]; }
    CLR_RT_HeapBlock &Arg6() { return arguments[6]; }
    void SetResult_I4(int32_t value) { result = value; }
};

typedef HRESULT (*CLR_RT_MethodHandler)(CLR_RT_StackFrame &stack);

struct CLR_RT_NativeAssemblyData
{
    const char *m_szAssemblyName;
    uint32_t m_checkSum;
    const CLR_RT_MethodHandler *m_pNativeMethods;
    struct { uint16_t major, minor, build, revision; } m_Version;
};

extern "C" void HAL_AssertEx();

#endif
