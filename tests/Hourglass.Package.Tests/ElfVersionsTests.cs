using System.Buffers.Binary;
using CsCheck;
using Hourglass.Build;

namespace Hourglass.Package.Tests;

/// <summary>The change that lets TorchSharp's native library load on systems with an older libstdc++.</summary>
public sealed class ElfVersionsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    private static readonly byte[] Library =
        File.ReadAllBytes(
            Path.Combine(ThisBuild.PackageCache, "torchsharp", "0.107.0", "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));

    [Fact]
    public void One_flag_of_one_entry_changes_and_nothing_else()
    {
        var changed = (byte[])Library.Clone();
        Assert.Equal(1, ElfVersions.Weaken(changed, Version));
        var place = Assert.Single(Enumerable.Range(0, Library.Length), i => changed[i] != Library[i]);
        Assert.Equal(0, Library[place]);
        Assert.Equal(2, changed[place]);

        Assert.Equal(1, ElfVersions.Weaken(changed, Version));
        Assert.Equal(2, changed[place]);
    }

    [Fact]
    public void A_version_that_it_does_not_need_changes_nothing()
    {
        var copy = (byte[])Library.Clone();
        Assert.Equal(0, ElfVersions.Weaken(copy, "GLIBCXX_9.9.99"));
        Assert.Equal(Library, copy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(4096)]
    public void A_file_cut_short_is_refused(int length) =>
        Assert.Throws<InvalidDataException>(() => ElfVersions.Weaken(Library[..length], Version));

    [Fact]
    public void A_damaged_file_is_refused_or_changed_but_never_read_outside()
    {
        var sections = (int)BinaryPrimitives.ReadInt64LittleEndian(Library.AsSpan(0x28));
        var copy = new byte[Library.Length];
        Gen.Select(Gen.Int[4, 63], Gen.Int[sections, Library.Length - 1], Gen.Byte, Gen.Byte).Sample(
            (header, section, first, second) =>
            {
                Library.CopyTo(copy, 0);
                copy[header] = first;
                copy[section] = second;
                try
                {
                    ElfVersions.Weaken(copy, Version);
                }
                catch (InvalidDataException)
                {
                    // The expected answer to most damage.
                }
            },
            iter: 500,
            threads: 1,
            seed: "0000KOIPe482");
    }
}
