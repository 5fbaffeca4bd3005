#nullable disable
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;

namespace Hourglass.Build;

/// <summary>
/// Copies an ELF library and marks one version that it needs of another library as weak (VER_FLG_WEAK), so that the dynamic linker loads
/// it where that version is missing. Only for a version that no called symbol stands behind. Compiled by MSBuild (RoslynCodeTaskFactory),
/// hence without implicit usings and nullable annotations.
/// </summary>
public sealed class WeakenSymbolVersion : Microsoft.Build.Utilities.Task
{
    /// <summary>The library to copy; it is only read.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Where the changed copy goes. Not written where nothing has to change.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>The version, for example GLIBCXX_3.4.32.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>The library that defines versions of this kind, for example libstdc++.so.6.</summary>
    [Required]
    public string ProvidedBy { get; set; }

    /// <summary>
    /// Change the copy wherever it is built, also where the version is at hand (for what is built here and runs elsewhere).
    /// </summary>
    public bool Always { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            File.Delete(Destination);
            if (!Always && !IsMissingHere())
            {
                return true;
            }

            var bytes = File.ReadAllBytes(Source);
            var changed = ElfVersions.Weaken(bytes, Version);
            if (changed == 0)
            {
                Log.LogMessage(MessageImportance.Low, "{0} does not need {1}.", Source, Version);
                return true;
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(Destination));
            Directory.CreateDirectory(folder);
            var temporary = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, Destination);
            Log.LogMessage(MessageImportance.Normal, "{0}: {1} is optional in this build's copy.", Path.GetFileName(Source), Version);
            return true;
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException || e is InvalidDataException)
        {
            Log.LogWarning(
                "'{0}' could not be made loadable without {1}: {2} Set HourglassWeakenTorchSharp to false to leave it as it is.",
                Source,
                Version,
                e.Message);
            return true;
        }
    }

    private bool IsMissingHere()
    {
        var provider = FindProvider();
        if (provider == null)
        {
            Log.LogMessage(MessageImportance.Low, "No {0} was found; {1} is left as it is.", ProvidedBy, Source);
            return false;
        }

        var wanted = Encoding.ASCII.GetBytes("\0" + Version + "\0");
        var missing = IndexOf(File.ReadAllBytes(provider), wanted) < 0;
        Log.LogMessage(MessageImportance.Low, "{0} {1} {2}.", provider, missing ? "lacks" : "has", Version);
        return missing;
    }

    /// <summary>The copy that this very process uses, else the one in the usual folders.</summary>
    private string FindProvider()
    {
        foreach (var file in LoadedLibraries())
        {
            if (Path.GetFileName(file).StartsWith(ProvidedBy, StringComparison.Ordinal) && File.Exists(file))
            {
                return file;
            }
        }

        foreach (var folder in new[] { "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib" })
        {
            var file = Path.Combine(folder, ProvidedBy);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    private static IEnumerable<string> LoadedLibraries()
    {
        const string maps = "/proc/self/maps";
        if (!File.Exists(maps))
        {
            yield break;
        }

        foreach (var line in File.ReadAllLines(maps))
        {
            var path = line.IndexOf("/", StringComparison.Ordinal);
            if (path >= 0)
            {
                yield return line.Substring(path);
            }
        }
    }

    private static int IndexOf(byte[] bytes, byte[] wanted)
    {
        for (var i = 0; i + wanted.Length <= bytes.Length; i++)
        {
            var same = 0;
            while (same < wanted.Length && bytes[i + same] == wanted[same])
            {
                same++;
            }

            if (same == wanted.Length)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>
/// The little of the ELF format that this needs: section headers, and the records of .gnu.version_r (64 bit, little endian).
/// </summary>
internal static class ElfVersions
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Sets the weak flag of every entry for <paramref name="version"/>; returns how many entries there are.</summary>
    public static int Weaken(byte[] elf, string version)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            throw new InvalidDataException("it is no 64-bit little-endian ELF file.");
        }

        var found = 0;
        var sections = ReadUInt64(elf, 0x28);
        int size = ReadUInt16(elf, 0x3a);
        int count = ReadUInt16(elf, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var header = sections + ((long)i * size);
            if (ReadUInt32(elf, header + 4) == VersionNeeds)
            {
                var strings = ReadUInt64(elf, sections + ((long)ReadUInt32(elf, header + 40) * size) + 24);
                found += WeakenSection(elf, ReadUInt64(elf, header + 24), ReadUInt32(elf, header + 44), strings, version);
            }
        }

        return found;
    }

    /// <summary>
    /// Walks the libraries of one section (Elf64_Verneed) and the versions of each (Elf64_Vernaux). Both are chains of distances, of
    /// which 0 is the last: whatever a damaged file says, every step leads on towards its end.
    /// </summary>
    private static int WeakenSection(byte[] elf, long need, uint needs, long strings, string version)
    {
        var found = 0;
        for (uint n = 0; n < needs; n++)
        {
            var entry = need + ReadUInt32(elf, need + 8);
            int entries = ReadUInt16(elf, need + 2);
            for (var e = 0; e < entries; e++)
            {
                if (IsString(elf, strings + ReadUInt32(elf, entry + 8), version))
                {
                    elf[entry + 4] |= (byte)Weak;
                    found++;
                }

                var nextEntry = ReadUInt32(elf, entry + 12);
                if (nextEntry == 0)
                {
                    break;
                }

                entry += nextEntry;
            }

            var nextNeed = ReadUInt32(elf, need + 12);
            if (nextNeed == 0)
            {
                break;
            }

            need += nextNeed;
        }

        return found;
    }

    private static bool IsString(byte[] elf, long at, string text)
    {
        Check(elf, at, text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (elf[at + i] != text[i])
            {
                return false;
            }
        }

        return elf[at + text.Length] == 0;
    }

    private static ushort ReadUInt16(byte[] elf, long at)
    {
        Check(elf, at, 2);
        return (ushort)(elf[at] | (elf[at + 1] << 8));
    }

    private static uint ReadUInt32(byte[] elf, long at)
    {
        return ReadUInt16(elf, at) | ((uint)ReadUInt16(elf, at + 2) << 16);
    }

    private static long ReadUInt64(byte[] elf, long at)
    {
        return (long)(ReadUInt32(elf, at) | ((ulong)ReadUInt32(elf, at + 4) << 32));
    }

    private static void Check(byte[] elf, long at, int length)
    {
        if (at < 0 || at > elf.Length - length)
        {
            throw new InvalidDataException("a record points behind the end of the file.");
        }
    }
}
