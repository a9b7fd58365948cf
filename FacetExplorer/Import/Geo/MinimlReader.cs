using System.Text;
using System.Xml;

namespace FacetExplorer.Import.Geo;

/// <summary>
/// MINiML, GEO's XML: what SOFT says in attributes, in elements. Document types are refused and tables of data are passed over.
/// </summary>
internal sealed class MinimlReader : ISourceReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        // Control characters occur.
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    public string Format => "miniml";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    public bool Recognises(string file, ReadOnlySpan<byte> start) => start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] && start.IndexOf("<MINiML"u8) >= 0;

    public void Read(SourceFileReading file)
    {
        // The text is decoded before: declarations of UTF-8 over other bytes occur.
        using var text = SourceText.Open(file.Content);
        using var xml = XmlReader.Create(text, Settings);
        try
        {
            if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "MINiML")
                throw new RefusedException("its outermost element is not MINiML: this is no MINiML file of GEO");
            new Document(xml, new GeoRecords(file)).Read();
        }
        catch (XmlException e)
        {
            throw new RefusedException($"no well-formed XML: {e.Message.Split(" Line ")[0].TrimEnd('.')}; what follows was not read", e.LineNumber);
        }
    }

    private sealed class Document(XmlReader xml, GeoRecords geo)
    {
        private readonly Dictionary<string, List<(string Attribute, string Text)>> _contributors = [];
        private readonly char[] _characters = new char[1 << 12];

        public void Read()
        {
            Children(() =>
            {
                switch (xml.LocalName)
                {
                    case "Contributor":
                        ReadContributor();
                        break;
                    case "Platform":
                        ReadEntity(GeoKind.Platform);
                        break;
                    case "Sample":
                        ReadEntity(GeoKind.Sample);
                        break;
                    case "Series":
                        ReadEntity(GeoKind.Series);
                        break;
                }
            });
            if (!geo.Any)
                throw new RefusedException("no Series and no Sample in it: there is no experiment and no sample in this file");
        }

        private void ReadContributor()
        {
            var contributor = new List<(string, string)>();
            _contributors[xml.GetAttribute("iid") ?? ""] = contributor;
            Children(() =>
            {
                if (xml.LocalName is "Person" or "Address")
                    Children(AddPart);
                else
                    AddPart();
            });

            void AddPart() => contributor.Add((xml.LocalName == "Organization" ? "contact_institute" : "contact_" + Name(), Text()));
        }

        private void ReadEntity(GeoKind kind)
        {
            var entity = geo.Begin(kind, xml.GetAttribute("iid") ?? "", ((IXmlLineInfo)xml).LineNumber);
            Children(() => ReadElement(entity, ""));
            entity.End();
        }

        private void ReadElement(GeoEntity entity, string channel)
        {
            switch (xml.LocalName)
            {
                case "Status" or "Instrument-Model" or "Channel":
                    var (outer, name) = (xml.LocalName, Name());
                    var position = outer == "Channel" ? "_ch" + (xml.GetAttribute("position") ?? "1") : channel;
                    Children(() =>
                    {
                        if (outer == "Instrument-Model")
                            entity.Add(name, Text());
                        else
                            ReadElement(entity, position);
                    });
                    break;
                case "Data-Table" or "Variable" or "Repeats":
                    xml.Skip();
                    Skipped = true;
                    break;
                case "Platform-Ref" or "Sample-Ref" or "Series-Ref":
                    entity.Add(Name()[..^"_ref".Length] + "_id", xml.GetAttribute("ref") ?? "");
                    break;
                case "Contact-Ref" or "Contributor-Ref":
                    foreach (var (attribute, text) in _contributors.GetValueOrDefault(xml.GetAttribute("ref") ?? "", []))
                        if (xml.LocalName == "Contact-Ref")
                            entity.Add(attribute, text);
                        else if (attribute is "contact_first" or "contact_middle" or "contact_last")
                            entity.Add(attribute.Replace("contact", "contributor", StringComparison.Ordinal), text);
                    break;
                case "Relation":
                    entity.Add("relation", $"{xml.GetAttribute("type")}: {xml.GetAttribute("target")}");
                    break;
                case "Characteristics":
                    entity.Add("characteristics" + channel, xml.GetAttribute("tag") is { Length: > 0 } tag ? $"{tag}: {Text()}" : Text());
                    break;
                case "Organism":
                    entity.Add("taxid" + channel, xml.GetAttribute("taxid") ?? "");
                    entity.Add("organism" + channel, Text());
                    break;
                default:
                    entity.Add(SoftName() + channel, Text());
                    break;
            }
        }

        private bool Skipped { get; set; }

        private string Name() => xml.LocalName.Replace('-', '_').ToLowerInvariant();

        private string SoftName() => xml.LocalName switch
        {
            "Accession" => "geo_accession",
            "Source" => "source_name",
            "Supplementary-Data" => "supplementary_file",
            "Hybridization-Protocol" => "hyb_protocol",
            _ => Name(),
        };

        /// <summary>Does something for every element within the one the reader stands on, whose content may be read or not.</summary>
        private void Children(Action child)
        {
            if (xml.IsEmptyElement)
                return;
            var depth = xml.Depth;
            while (Next() && xml.Depth > depth)
                if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth + 1)
                    child();
        }

        /// <summary>To skip an element leaves the reader on what follows it.</summary>
        private bool Next()
        {
            if (!Skipped)
                return xml.Read();
            Skipped = false;
            return !xml.EOF;
        }

        /// <summary>The text of the element the reader stands on, which is left at its end.</summary>
        private string Text()
        {
            var text = new StringBuilder();
            if (xml.IsEmptyElement)
                return "";
            var (depth, line) = (xml.Depth, ((IXmlLineInfo)xml).LineNumber);
            while (xml.Read() && xml.Depth > depth)
                while (xml.HasValue && xml.CanReadValueChunk && xml.ReadValueChunk(_characters, 0, _characters.Length) is > 0 and var count)
                    if (text.Append(_characters, 0, count).Length > ByteWindow.Limit)
                        throw new RefusedException($"an element with more than {ByteWindow.Limit >> 20} million characters; what follows was not read", line);
            return text.ToString().Trim();
        }
    }
}
