// The native engine for nanoFramework firmware: the Cortex-M library behind the methods of EdgeRuntime.Nano.NativeEngine.
// Arrays are used in place, without copies, and never past the call: nanoFramework moves them when it collects.

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>

#include "edge_runtime.h"

struct Library_EdgeRuntime_Nano_Native_EdgeRuntime_Nano_NativeEngine
{
    NANOCLR_NATIVE_DECLARE(Open___I4__SZARRAY_U4__SZARRAY_U1);
    NANOCLR_NATIVE_DECLARE(Check___I4__SZARRAY_U4__SZARRAY_U1__SZARRAY_I1__SZARRAY_U4__SZARRAY_R4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(Run___VOID__SZARRAY_U4__SZARRAY_U1__SZARRAY_I1__SZARRAY_U4__SZARRAY_R4);
};

typedef Library_EdgeRuntime_Nano_Native_EdgeRuntime_Nano_NativeEngine Engine;

extern "C" void edge_fault(void)
{
    HAL_AssertEx();
    for (;;)
        ;
}

// The model in the array `state`, pointing to where its memory is now; null when an array is missing or too short for what the header says.
static edge_model *Attach(
    CLR_RT_HeapBlock_Array *state,
    CLR_RT_HeapBlock_Array *file,
    CLR_RT_HeapBlock_Array *int8,
    CLR_RT_HeapBlock_Array *words,
    CLR_RT_HeapBlock_Array *floats)
{
    if (state == NULL || file == NULL || int8 == NULL || words == NULL || floats == NULL)
        return NULL;
    if (state->m_numOfElements * sizeof(uint32_t) < sizeof(edge_model))
        return NULL;
    edge_model *m = (edge_model *)state->GetFirstElement();
    if ((int32_t)file->m_numOfElements < m->length || (int32_t)int8->m_numOfElements < m->int8_arena ||
        (int32_t)words->m_numOfElements < m->word_arena || (int32_t)floats->m_numOfElements < m->float_arena)
        return NULL;
    m->file = file->GetFirstElement();
    m->int8 = (int8_t *)int8->GetFirstElement();
    m->words = (uint32_t *)words->GetFirstElement();
    m->floats = (float *)floats->GetFirstElement();
    return m;
}

HRESULT Engine::Open___I4__SZARRAY_U4__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock_Array *state = stack.Arg1().DereferenceArray();
    CLR_RT_HeapBlock_Array *file = stack.Arg2().DereferenceArray();
    FAULT_ON_NULL_ARG(state);
    FAULT_ON_NULL_ARG(file);
    if (state->m_numOfElements * sizeof(uint32_t) < sizeof(edge_model))
    {
        NANOCLR_SET_AND_LEAVE(CLR_E_BUFFER_TOO_SMALL);
    }

    stack.SetResult_I4(
        edge_model_open((edge_model *)state->GetFirstElement(), file->GetFirstElement(), (int32_t)file->m_numOfElements));
    NANOCLR_NOCLEANUP();
}

HRESULT Engine::Check___I4__SZARRAY_U4__SZARRAY_U1__SZARRAY_I1__SZARRAY_U4__SZARRAY_R4__SZARRAY_I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock_Array *report = stack.Arg6().DereferenceArray();
    edge_model *m = Attach(
        stack.Arg1().DereferenceArray(),
        stack.Arg2().DereferenceArray(),
        stack.Arg3().DereferenceArray(),
        stack.Arg4().DereferenceArray(),
        stack.Arg5().DereferenceArray());
    if (m == NULL || report == NULL || report->m_numOfElements < 4)
    {
        NANOCLR_SET_AND_LEAVE(CLR_E_INVALID_PARAMETER);
    }

    stack.SetResult_I4(edge_model_check(m));
    {
        int32_t *lines = (int32_t *)report->GetFirstElement();
        lines[0] = m->fault_at;
        lines[1] = m->found;
        lines[2] = m->expected;
        lines[3] = m->metadata_at;
    }
    NANOCLR_NOCLEANUP();
}

HRESULT Engine::Run___VOID__SZARRAY_U4__SZARRAY_U1__SZARRAY_I1__SZARRAY_U4__SZARRAY_R4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    edge_model *m = Attach(
        stack.Arg1().DereferenceArray(),
        stack.Arg2().DereferenceArray(),
        stack.Arg3().DereferenceArray(),
        stack.Arg4().DereferenceArray(),
        stack.Arg5().DereferenceArray());
    if (m == NULL)
    {
        NANOCLR_SET_AND_LEAVE(CLR_E_INVALID_PARAMETER);
    }

    edge_model_run(m);
    NANOCLR_NOCLEANUP();
}

// One entry a method of the assembly, in the order of its metadata; NULL: not native.
static const CLR_RT_MethodHandler method_lookup[] = {
    Engine::Open___I4__SZARRAY_U4__SZARRAY_U1,
    Engine::Check___I4__SZARRAY_U4__SZARRAY_U1__SZARRAY_I1__SZARRAY_U4__SZARRAY_R4__SZARRAY_I4,
    Engine::Run___VOID__SZARRAY_U4__SZARRAY_U1__SZARRAY_I1__SZARRAY_U4__SZARRAY_R4,
    NULL,
};

// The second field is the checksum of the native methods' signatures; the metadata processor prints it, and a test computes it.
extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_EdgeRuntime_Nano_Native = {
    "EdgeRuntime.Nano.Native",
    0xBDF9E561,
    method_lookup,
    { 1, 0, 0, 0 }
};
