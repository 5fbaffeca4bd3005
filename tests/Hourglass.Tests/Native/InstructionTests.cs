using System.Runtime.Intrinsics;

namespace Hourglass.Tests.Native;

/// <summary>The child that <see cref="OlderProcessorTests"/> starts has the instructions that its environment leaves it.</summary>
public class InstructionTests
{
    [Fact]
    public void Switched_off_instructions_are_off()
    {
        if (OlderProcessorTests.IsOff("DOTNET_EnableAVX512"))
        {
            Assert.False(Vector512.IsHardwareAccelerated);
        }

        if (OlderProcessorTests.IsOff("DOTNET_EnableAVX2"))
        {
            Assert.False(Vector256.IsHardwareAccelerated);
        }
    }
}
