// Columns of numbers, for the basic types: generated dictionaries call these.
#include "RootletColumns.h"

namespace rootlet {

template void StreamNumbers<bool>(TBuffer &, Column<bool>, std::size_t);
template void StreamNumbers<char>(TBuffer &, Column<char>, std::size_t);
template void StreamNumbers<unsigned char>(TBuffer &, Column<unsigned char>, std::size_t);
template void StreamNumbers<short>(TBuffer &, Column<short>, std::size_t);
template void StreamNumbers<unsigned short>(TBuffer &, Column<unsigned short>, std::size_t);
template void StreamNumbers<int>(TBuffer &, Column<int>, std::size_t);
template void StreamNumbers<unsigned int>(TBuffer &, Column<unsigned int>, std::size_t);
template void StreamNumbers<long>(TBuffer &, Column<long>, std::size_t);
template void StreamNumbers<unsigned long>(TBuffer &, Column<unsigned long>, std::size_t);
template void StreamNumbers<long long>(TBuffer &, Column<long long>, std::size_t);
template void StreamNumbers<unsigned long long>(TBuffer &, Column<unsigned long long>, std::size_t);
template void StreamNumbers<float>(TBuffer &, Column<float>, std::size_t);
template void StreamNumbers<double>(TBuffer &, Column<double>, std::size_t);

template <class T>
void StreamPackedNumbers(TBuffer &buffer, Column<T> column, std::size_t length, const Packing &packing)
{
   const std::size_t stride = length * packing.WireSize();
   const ColumnKernels &kernels = std::is_same_v<T, float> ? kPackedFloats : kPackedDoubles;
   const ColumnPart part{.fKernels = &kernels, .fLength = length, .fSize = stride, .fPacking = &packing};
   if (buffer.IsReading())
      kernels.fRead(buffer.Consume(column.Size() * stride), column.Range(), part);
   else
      kernels.fWrite(buffer.Reserve(column.Size() * stride), column.Range(), part);
}
template void StreamPackedNumbers<double>(TBuffer &, Column<double>, std::size_t, const Packing &);
template void StreamPackedNumbers<float>(TBuffer &, Column<float>, std::size_t, const Packing &);

} // namespace rootlet
